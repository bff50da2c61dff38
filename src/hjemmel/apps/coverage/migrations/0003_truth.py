"""The database refuses to change or delete a snapshot of the register."""

from django.db import migrations

from hjemmel.apps.coverage import truth


class Migration(migrations.Migration):
    dependencies = [("coverage", "0002_register_snapshots")]

    operations = [migrations.RunPython(truth.install, truth.uninstall)]
