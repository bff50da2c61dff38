"""Every setting that the environment can give, in one table; the documentation is made from it."""

from __future__ import annotations

from dataclasses import dataclass

from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable."""

    name: str
    default: str
    text: Text


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "HJEMMEL_MODE",
        "demo",
        Text(
            "«demo» starter med trygge standardverdier på egen maskin; «production» krever at alt er satt.",
            "“demo” starts with safe defaults on your own machine; “production” demands that all is set.",
        ),
    ),
    Setting(
        "HJEMMEL_DATA_FOLDER",
        "var",
        Text(
            "Mappe for databasen og nøkkelen i demomodus.",
            "Folder of the database and the key in demo mode.",
        ),
    ),
    Setting(
        "HJEMMEL_DATABASE_URL",
        "sqlite:///<data folder>/hjemmel.sqlite3",
        Text(
            "Database, for eksempel postgres://bruker:passord@vert:5432/navn.",
            "Database, for example postgres://user:password@host:5432/name.",
        ),
    ),
    Setting(
        "HJEMMEL_SECRET_KEY",
        "a random key kept in the data folder (demo only)",
        Text(
            "Nøkkel som signerer; minst 50 tegn i produksjon.",
            "Key that signs; at least 50 characters in production.",
        ),
    ),
    Setting(
        "HJEMMEL_ALLOWED_HOSTS",
        "localhost,127.0.0.1,[::1]",
        Text(
            "Vertsnavn som svarer, med komma mellom. Må settes i produksjon.",
            "Host names that answer, separated by commas. Must be set in production.",
        ),
    ),
    Setting(
        "HJEMMEL_HTTPS",
        "on in production, off in demo",
        Text(
            "Krev HTTPS: omdiriger, HSTS og sikre informasjonskapsler.",
            "Demand HTTPS: redirect, HSTS and secure cookies.",
        ),
    ),
    Setting(
        "HJEMMEL_PROXIES",
        "0",
        Text(
            "Antall omvendte mellomtjenere foran hjemmel; brukes når innlogging strupes per adresse.",
            "Number of reverse proxies before hjemmel; used when sign-in is throttled per address.",
        ),
    ),
    Setting(
        "HJEMMEL_API_RATE",
        "600/m",
        Text(
            "Hvor ofte én API-nøkkel får spørre: antall per s, m, h eller d, talt i hver prosess. Tom: ingen grense.",
            "How often one API key may ask: a number per s, m, h or d, counted in each process. Empty: no limit.",
        ),
    ),
    Setting(
        "HJEMMEL_OIDC_ISSUER",
        "",
        Text(
            "Adressen til en OpenID Connect-tjeneste, for eksempel Entra, ID-porten eller HelseID. Tom: bare lokal innlogging.",
            "Address of an OpenID Connect service, for example Entra, ID-porten or HelseID. Empty: local sign-in only.",
        ),
    ),
    Setting(
        "HJEMMEL_OIDC_CLIENT_ID",
        "",
        Text("Klient-id hos tjenesten.", "Client id at the service."),
    ),
    Setting(
        "HJEMMEL_OIDC_CLIENT_SECRET",
        "",
        Text("Klienthemmelighet hos tjenesten.", "Client secret at the service."),
    ),
    Setting(
        "HJEMMEL_OIDC_NAME",
        "OpenID Connect",
        Text("Navnet på knappen på innloggingssiden.", "The name on the sign-in page's button."),
    ),
    Setting(
        "HJEMMEL_EMAIL_URL",
        "filemail:///<data folder>/mail",
        Text(
            "Hvordan e-post sendes, for eksempel smtp+tls://bruker:passord@vert:587. Uten: i filer i datamappen.",
            "How e-mail is sent, for example smtp+tls://user:password@host:587. Without: to files in the data folder.",
        ),
    ),
    Setting(
        "HJEMMEL_EMAIL_FROM",
        "hjemmel@localhost",
        Text("Avsenderen av e-post.", "The sender of e-mail."),
    ),
    Setting(
        "HJEMMEL_USER",
        "",
        Text(
            "Brukeren som kommandoer på registeret kjøres som, når --as ikke er gitt.",
            "The user that commands on the register run as, when --as is not given.",
        ),
    ),
    Setting(
        "HJEMMEL_SSB_URL",
        "https://data.ssb.no/api/pxwebapi/v2",
        Text(
            "Adressen til PxWebApi versjon 2, som statistikk hentes fra.",
            "Address of PxWebApi version 2, from which statistics are fetched.",
        ),
    ),
    Setting(
        "HJEMMEL_KLASS_URL",
        "https://data.ssb.no/api/klass/v1",
        Text(
            "Adressen til KLASS, som kommunenummer over tid hentes fra.",
            "Address of KLASS, from which municipality codes over time are fetched.",
        ),
    ),
)
