"""Moves of a month carried out at once: one index less, and their cut-over looked up once a statement."""

import django.db.models.deletion
from django.db import migrations, models

from hjemmel.apps.lists import references


class Migration(migrations.Migration):
    dependencies = [("lists", "0005_any_list"), ("registry", "0011_references_by_statement")]

    operations = [
        migrations.AlterField(
            model_name="move",
            name="cut_over",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moves",
                to="lists.cutover",
            ),
        ),
        migrations.RunPython(references.install, migrations.RunPython.noop),
    ]
