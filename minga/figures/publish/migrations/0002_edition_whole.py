import datetime

from django.db import migrations, models


def added(name, field):
    """A field that editions of before get empty."""
    return migrations.AddField('edition', name, field, preserve_default=False)


class Migration(migrations.Migration):

    dependencies = [
        ('publish', '0001_initial'),
    ]

    operations = [
        migrations.RemoveField('edition', 'sha256'),
        added('title', models.CharField(max_length=300, default='')),
        added('as_of', models.DateField(default=datetime.date(1970, 1, 1))),
        added('manifest_hash', models.CharField(max_length=64, default='')),
        added('definitions', models.JSONField(default=dict)),
        added('html_sha256', models.CharField(max_length=64, default='')),
        added('pdf', models.BinaryField(default=b'')),
        added('pdf_sha256', models.CharField(max_length=64, default='')),
    ]
