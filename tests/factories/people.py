"""People who sign in."""

import factory

from yjs.people.models import User
from yjs.people.permissions import Role


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody who may sign in; a worker unless said otherwise."""

    class Meta:
        model = User

    username = factory.Sequence(lambda number: f"person-{number}")
    name = factory.Sequence(lambda number: f"Person {number}")
    role = Role.WORKER
    password = factory.django.Password("seven green bottles on a wall")
