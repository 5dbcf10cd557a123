# ruff: noqa: E501
import django.contrib.auth.models
import django.contrib.auth.validators
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessEvent',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='line')),
                ('at', models.DateTimeField(db_index=True, verbose_name='when')),
                ('username', models.CharField(blank=True, db_index=True, max_length=150, verbose_name='who')),
                ('role', models.CharField(blank=True, max_length=20)),
                ('act', models.CharField(choices=[('collected', 'Recorded'), ('imported', 'Brought in'), ('changed', 'Changed'), ('looked', 'Looked'), ('searched', 'Searched'), ('exported', 'Took out or passed on'), ('combined', 'Combined'), ('erased', 'Erased'), ('signed_in', 'Signed in'), ('signed_out', 'Signed out'), ('not_signed_in', 'Failed to sign in'), ('refused', 'Was refused'), ('role_changed', 'Gave a role')], max_length=20, verbose_name='what')),
                ('page', models.CharField(blank=True, max_length=100)),
                ('path', models.CharField(blank=True, max_length=500, verbose_name='address')),
                ('subjects', models.JSONField(blank=True, default=list, verbose_name='children')),
                ('detail', models.TextField(blank=True)),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(help_text='As colleagues know them.', max_length=150, verbose_name='name')),
                ('role', models.CharField(choices=[('worker', 'Worker'), ('manager', 'Service manager'), ('victim_worker', 'Victim worker'), ('board', 'Board member'), ('analyst', 'Analyst'), ('administrator', 'Administrator')], max_length=20)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['name', 'username'],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['worker', 'manager', 'victim_worker', 'board', 'analyst', 'administrator'])), name='person_role_is_on_the_list')],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
    ]
