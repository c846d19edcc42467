"""Encodings are rebuilt when lost: unlogged, they are in no backup and on no standby."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE vault_encoding SET UNLOGGED",
            "ALTER TABLE vault_encoding SET LOGGED",
        )
    ]
