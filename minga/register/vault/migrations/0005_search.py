"""What a search asks for. Encodings are rebuildable: all are made anew."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0004_letters_and_phones")]

    operations = [
        migrations.RunSQL("TRUNCATE vault_encoding", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="encoding",
            name="asked",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="encoding",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["asked"], name="encoding_asked"
            ),
        ),
    ]
