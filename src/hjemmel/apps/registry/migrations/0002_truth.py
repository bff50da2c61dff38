"""No overlapping periods, and no new facts in old rows."""

from django.db import migrations

from hjemmel.apps.registry import truth


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [migrations.RunPython(truth.install, truth.uninstall)]
