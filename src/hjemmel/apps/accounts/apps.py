"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Configuration of the accounts app."""

    name = "hjemmel.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Begin to note who signs in; the models are there now."""
        from hjemmel.apps.accounts.signing_in import listen

        listen()
