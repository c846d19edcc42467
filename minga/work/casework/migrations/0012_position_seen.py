import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0008_saved_filters'),
        ('casework', '0011_position_moved'),
    ]

    operations = [
        migrations.AddField(
            model_name='position',
            name='circle',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.circle'),
        ),
        migrations.AddField(
            model_name='position',
            name='confidentiality',
            field=models.CharField(default='sealed', max_length=12),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='position',
            index=models.Index('team', models.OrderBy(models.F('last_on'), descending=True, nulls_last=True), 'case', name='position_last'),
        ),
        migrations.RunSQL(
            'UPDATE casework_position AS kept SET confidentiality = here.confidentiality,'
            ' circle_id = here.circle_id FROM casework_case AS here WHERE here.id = kept.case_id',
            migrations.RunSQL.noop,
        ),
    ]
