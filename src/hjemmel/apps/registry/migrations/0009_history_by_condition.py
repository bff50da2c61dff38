"""The trigger that keeps history on PostgreSQL asks its condition without calling a function."""

from django.db import migrations

from hjemmel.apps.registry import truth


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_periods")]

    operations = [migrations.RunPython(truth.install, migrations.RunPython.noop)]
