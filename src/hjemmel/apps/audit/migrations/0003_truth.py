"""The database refuses to change or delete the log."""

from django.db import migrations

from hjemmel.apps.audit import truth


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_reads_and_municipalities")]

    operations = [migrations.RunPython(truth.install, truth.uninstall)]
