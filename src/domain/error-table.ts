import type { ErrorEntry } from './error-entry.js'

/**
 * Every way an operation can fail. Bad rows are not here: a row that cannot be read becomes a row of
 * `exchange_rejected`, and the scan goes on.
 */
export const ERRORS = {
  USAGE: {
    message: '{what}',
    hint: 'Run `stillwatch {command} --help` for what it takes.',
    publicMessage: 'The request was not understood.',
    exit: 2,
  },
  SETTING_UNKNOWN: {
    message: 'The setting `{key}` in {file} is not known.',
    hint: 'Did you mean `{nearest}`? All settings are in docs/reference/settings.md.',
    publicMessage: 'The service is misconfigured.',
    exit: 2,
  },
  SETTING_INVALID: {
    message: 'The setting `{key}` in {file} is not valid: {problem}.',
    hint: 'Its type and default are in docs/reference/settings.md.',
    publicMessage: 'The service is misconfigured.',
    exit: 2,
  },
  POLICY_INVALID: {
    message: 'The policy file {file} is not valid at {key}: {problem}.',
    hint: 'Its form is in docs/reference/policy.schema.json; what was in force stays in force.',
    publicMessage: 'The service is misconfigured.',
    exit: 2,
  },
  BIND_REFUSED: {
    message:
      'The service would listen on {host}, where others can reach it, and asks nobody for a token.',
    hint: 'Give `serve.tokens` an entry, or listen on 127.0.0.1.',
    publicMessage: 'The service is misconfigured.',
    exit: 2,
  },
  INPUT_MISSING: {
    message: 'There is no file or folder at {path}.',
    hint: 'Check the path; `stillwatch scan <folder>` reads exchange*, account*, … by name.',
    publicMessage: 'The input was not found.',
    exit: 3,
  },
  INPUT_EMPTY: {
    message: 'No exchange could be read from {path}: {found}.',
    hint: 'In a folder, name the files exchange*.jsonl and account*.jsonl, or name a form with --source; `stillwatch schema check {path}` shows what is recognised.',
    publicMessage: 'The input holds no exchanges.',
    exit: 3,
  },
  INPUT_UNRECOGNISED: {
    message: 'The form of {path} was not recognised: {found}.',
    hint: 'Name it with --source ({sources}), or see docs/reference/sources.md.',
    publicMessage: 'The input was not recognised.',
    exit: 3,
  },
  INPUT_UNREADABLE: {
    message: 'The file {path} could not be read: {problem}.',
    hint: 'Check its permissions and that it is a plain, .gz or .zst file of JSON lines, CSV or Parquet.',
    publicMessage: 'The input could not be read.',
    exit: 3,
  },
  SUBJECT_UNKNOWN: {
    message: 'Nothing called `{subject}` is in the last finished run or in the catalogue.',
    hint: 'Name a campaign or account of findings.json, or a stage, linker or detector.',
    publicMessage: 'Not found.',
    exit: 2,
  },
  STORE_UNREACHABLE: {
    message: 'The database at {url} did not answer: {problem}.',
    hint: 'Check `store.url`, or remove it to use the embedded database.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  STORE_UNUSABLE: {
    message: 'The store in {path} could not be opened: {problem}.',
    hint: 'Check that the folder is yours to write and holds nothing else, or name another with --store.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  STORE_NEWER: {
    message:
      'The store in {path} was written by stillwatch {release} (schema {number}), and this is {version} (schema {known}): nothing was changed.',
    hint: 'Run that release or a later one, or restore a backup that was made before the upgrade: docs/how-to/upgrade.md.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  STORE_LOCKED: {
    message: 'The store in {path} is in use by process {owner}.',
    hint: 'Wait for it to end, or give this scan a store of its own with --store.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  STORE_SERVED: {
    message: 'The store in {path} belongs to the running service, which alone writes to it.',
    hint: 'Stop the service first, or send the records to it: POST /v1/ingest.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  STORE_GONE: {
    message: 'The store in {path} was there before and is gone.',
    hint: 'Mount its disk, or stop the service and run `stillwatch restore <backup>`; the spool keeps what comes in meanwhile. To begin with an empty one, delete engine.json in the state folder.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  STORE_MISSING: {
    message: 'There is no store in {path}.',
    hint: 'Name its folder with --store, or the settings of the service with --config.',
    publicMessage: 'The service is misconfigured.',
    exit: 2,
  },
  STORE_THERE: {
    message: 'There is a store in {path} already, and a restore replaces none.',
    hint: 'Name an empty folder with --store, or move this one away first, and delete it when the restored one is seen to be good.',
    publicMessage: 'The service is misconfigured.',
    exit: 2,
  },
  BACKUP_EXISTS: {
    message: 'There is something at {path} already, and a backup is written over nothing.',
    hint: 'Name a folder that does not exist, such as one with the day in its name.',
    publicMessage: 'The service is misconfigured.',
    exit: 2,
  },
  BACKUP_OF_SERVER: {
    message: 'The store is the ClickHouse server of `store.url`, which has backups of its own.',
    hint: 'Use its statement BACKUP DATABASE … TO …, with the service stopped, and copy the folder `spool` of the state folder beside it.',
    publicMessage: 'The service is misconfigured.',
    exit: 2,
  },
  BACKUP_UNDERWAY: {
    message: 'The service is making a backup already.',
    hint: 'Wait for it to end: the log of the service says when.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  BACKUP_FAILED: {
    message: 'The service did not make the backup: {problem}.',
    hint: '{hint}',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  BACKUP_UNREADABLE: {
    message: 'No backup can be read from {path}: {problem}.',
    hint: 'Name the folder that `stillwatch backup` made; a name that ends in .part is of one that was interrupted.',
    publicMessage: 'The backup could not be read.',
    exit: 3,
  },
  BACKUP_DAMAGED: {
    message: 'The backup in {path} is not as it was made: {problem}.',
    hint: 'Nothing was restored. Take another copy of it, or the backup before it; only texts may be missing, and only where its manifest notes them as expired.',
    publicMessage: 'The backup could not be read.',
    exit: 3,
  },
  BACKUP_NEWER: {
    message: 'The backup in {path} was made by version {made}, and this is {version}.',
    hint: 'Restore it with that version or a later one.',
    publicMessage: 'The backup could not be read.',
    exit: 3,
  },
  BACKUP_SECRET: {
    message: 'The hashes in the backup in {path} were made under another `hash_secret`.',
    hint: 'Name the settings that have it with --config; where `hash_secret` took its place since, list it in `hash_secrets_before`, and the hashes are taken along. Where it is lost, --other-secret restores all the same, and then nothing old can be compared with anything new.',
    publicMessage: 'The service is misconfigured.',
    exit: 2,
  },
  SECRET_CHAIN: {
    message:
      'The hashes of the store {path} were made under secrets that the settings do not continue.',
    hint: 'List in `hash_secrets_before` every secret that it was ever under, oldest first, and the newest as `hash_secret`; a rotation that was interrupted ends under the secret that it began with. Where one is lost, set a new `hash_secret` alone: what texts are there for is derived anew, and the rest can no longer be compared.',
    publicMessage: 'The service is misconfigured.',
    exit: 2,
  },
  SECRET_HALF_WAY: {
    message: 'The store {path} is half way to a new `hash_secret`.',
    hint: 'Start the service with the new settings, or make a backup with them: it goes on where it was ended.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  SECRET_HELD: {
    message:
      'Another process takes the store {path} to a new `hash_secret`, or was killed while it did.',
    hint: 'Wait for it. Where none does, drop the table `key_epoch_held` on the server and start again: it goes on where it was ended.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  SECRET_TORN: {
    message:
      'What was made of `{table}` under the new `hash_secret` in the store {path} is not whole, and was not put in its place.',
    hint: 'The disk lost what it had said was written. Restore the backup from before, with the new settings.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  DISK_SHORT: {
    message: 'The disk of {path} has {free} left, and about {needed} are needed.',
    hint: 'Free some space, or name a folder on another disk; nothing was written.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  SERVICE_LOCKED: {
    message: 'A service runs on the state folder {path} already, as process {owner}.',
    hint: 'Stop it first (to erase somebody while it runs, see docs/how-to/erase.md), or give this one a state folder and a port of its own: `serve.state`, `serve.port`.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  PEOPLE_REFUSED: {
    message: 'The service refused: {problem}',
    hint: '{hint}',
    publicMessage: 'The request was refused.',
    exit: 2,
  },
  SERVICE_ABSENT: {
    message: 'Nothing listens at {path}.',
    hint: 'Start `stillwatch serve`, or name with --url where the service listens.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  SERVICE_SILENT: {
    message: 'The service that has the store in {path} did not answer: {problem}.',
    hint: 'Its engine may be starting or reading much at once: try again, and look at /readyz and at its log.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  LISTEN_FAILED: {
    message: 'The service could not listen on {host}, port {port}: {problem}.',
    hint: 'See what listens there already, or set `serve.host` and `serve.port`.',
    publicMessage: 'The service is misconfigured.',
    exit: 2,
  },
  SPOOL_FULL: {
    message:
      'The spool in {path} takes nothing more: its bound is met, or its disk is full or too slow.',
    hint: 'See that the engine runs and keeps up; free some space, or raise the bound of the spool.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  SPOOL_FAILED: {
    message: 'The spool in {path} could not be written: {problem}.',
    hint: 'Check the disk and the permissions of the folder; what was acknowledged is safe in it.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  SPOOL_LOCKED: {
    message: 'The spool in {path} is being written by process {owner}.',
    hint: 'One gate writes to a spool: end the other, or give this one a state folder of its own.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  DISK_FULL: {
    message: 'There is no space left on the disk of {path}.',
    hint: 'Free some space, or name a folder on another disk with --store; nothing read was changed.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  ERASURES_UNREADABLE: {
    message: 'The list of erasures {path} cannot be read.',
    hint: 'Without it what was erased comes back from a backup: take the file from a copy of the state folder.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  ERASURE_UNKNOWN: {
    message: 'Nobody of this kind and name was erased from the store of {path}.',
    hint: 'Erase them from the store first: without `--elsewhere`, or by two people while the service runs.',
    publicMessage: 'The request cannot be answered.',
    exit: 2,
  },
  REPORT_UNREADABLE: {
    message: 'The folder of a report {path} cannot be read: {problem}.',
    hint: 'Name the folder that `stillwatch scan` wrote into with `-o`.',
    publicMessage: 'The request cannot be answered.',
    exit: 2,
  },
  MEMORY_SHORT: {
    message: 'The statement `{statement}` needed more memory than there is.',
    hint: 'Scan fewer days at a time, or use a machine with more memory.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  ENGINE_ENDED: {
    message: 'The process that did the work was ended from outside, by {signal}.',
    hint: 'SIGKILL as a rule means that the machine ran out of memory: scan fewer days at a time. Otherwise run `stillwatch doctor`.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
  PATH_UNUSABLE: {
    message: 'The path {path} could not be used: {problem}.',
    hint: 'Check that it exists, that it is a file or a folder as needed, and its permissions.',
    publicMessage: 'The service is misconfigured.',
    exit: 2,
  },
  STATEMENT_FAILED: {
    message: 'The statement `{statement}` failed: {problem}.',
    hint: 'Run `stillwatch doctor`; `stillwatch explain {statement}` prints the statement.',
    publicMessage: 'The service is temporarily unavailable.',
    exit: 4,
  },
} as const satisfies Record<string, ErrorEntry>
