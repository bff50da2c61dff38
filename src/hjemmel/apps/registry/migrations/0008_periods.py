"""No overlapping vacancies, times in the queue or codes."""

from django.db import migrations

from hjemmel.apps.registry import truth


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_mend_overlaps")]

    operations = [migrations.RunPython(truth.install_periods, truth.uninstall_periods)]
