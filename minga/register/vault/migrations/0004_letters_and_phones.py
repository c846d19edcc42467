"""What tells a miswritten document, and telephones. Encodings are rebuildable: all are made anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0003_more_encodings")]

    operations = [
        migrations.RunSQL("TRUNCATE vault_encoding", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="encoding",
            name="letters",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="encoding",
            name="phone",
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
