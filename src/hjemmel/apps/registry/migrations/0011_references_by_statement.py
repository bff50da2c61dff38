"""What memberships point at is looked up once a statement."""

from django.db import migrations

from hjemmel.apps.registry import references, truth


class Migration(migrations.Migration):
    dependencies = [("registry", "0010_memberships_by_statement")]

    operations = [
        migrations.RunPython(truth.install, migrations.RunPython.noop),
        migrations.RunPython(references.install, migrations.RunPython.noop),
    ]
