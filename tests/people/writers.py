"""Many write to the log at the same moment. Run as a program, on a SQLite file of its own."""

from threading import Barrier, Thread

from django.db import connection, transaction


def write_at_once(writers: int, each: int) -> list[str]:
    """What went wrong while so many writers each added so many lines, starting together."""
    from yjs.people.access import log
    from yjs.people.models import Act

    together, wrong = Barrier(writers), []

    def write(writer: int) -> None:
        try:
            together.wait()
            for line in range(each):
                with transaction.atomic():
                    log(None, Act.LOOKED, page=f"writer-{writer}", subjects=[f"C{line}"])
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=write, args=[writer]) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def what_came_of_it(writers: int, each: int) -> str:
    """One line: how many lines there are, whether each writer's are all there, and whether they are one chain."""
    from yjs.people.chain import verify
    from yjs.people.models import AccessEvent

    wrong = write_at_once(writers, each)
    per_writer = {AccessEvent.objects.filter(page=f"writer-{writer}").count() for writer in range(writers)}
    return f"wrong {wrong}, lines {AccessEvent.objects.count()}, each {per_writer}, broken {verify()}"


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(what_came_of_it(16, 25))
