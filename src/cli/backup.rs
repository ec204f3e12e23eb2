//! `llmobserve backup` and `llmobserve restore`: the embedded database as one file, away and back.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use serde::Serialize;

use crate::store::{DatabaseFile, Hold, Holdings, OpenMode};

use super::output::Output;
use super::progress::Progress;
use super::{CliError, Common, doors};

/// Between two looks at how far a copy has come.
const LOOK: Duration = Duration::from_millis(200);

/// Bytes copied at a time.
const CHUNK: usize = 1 << 20;

const POSTGRES_BACKUP: &str = "\
PostgreSQL is backed up by its own tool, as a superuser or a role with BYPASSRLS (row-level security
hides the rows from every other login, the owner's included, and pg_dump then refuses):

  pg_dump --format=custom --schema=llmobserve --file=FILE 'postgres://SUPERUSER@HOST/DATABASE'

docs/backup.md has the whole procedure and its trap";

const POSTGRES_RESTORE: &str = "\
PostgreSQL is restored by its own tool, into an empty database where the roles exist, as a superuser:

  createdb DATABASE
  psql DATABASE -c 'GRANT CREATE ON DATABASE DATABASE TO llmobserve'
  pg_restore --exit-on-error --single-transaction --dbname='postgres://SUPERUSER@HOST/DATABASE' FILE
  llmobserve migrate && llmobserve verify

docs/backup.md has the whole procedure and its trap";

#[derive(Debug, Args)]
pub struct Backup {
    /// The copy to write.
    file: PathBuf,
    /// Replace a file that is there.
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// A copy that `llmobserve backup` wrote.
    file: PathBuf,
    /// Go on where it cannot be told whether another process has the database open.
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Serialize)]
struct Written {
    file: PathBuf,
    bytes: u64,
    #[serde(flatten)]
    holdings: Holdings,
}

#[derive(Debug, Serialize)]
struct Restored {
    database: PathBuf,
    /// Where the replaced database is.
    replaced: Option<PathBuf>,
    #[serde(flatten)]
    holdings: Holdings,
}

impl Backup {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let database = embedded(common, POSTGRES_BACKUP)?;
        if self.file.exists() && !self.force {
            let told = format!("{} is there already; --force replaces it", self.file.display());
            return Err(CliError::Told(told));
        }
        let partial = beside(&self.file, ".partial");
        // What an earlier attempt left behind.
        remove(&partial)?;
        let holdings = copy(&database, &partial).await;
        let Ok(holdings) = holdings else {
            remove(&partial)?;
            return Err(holdings.err().unwrap_or_else(|| CliError::Told(String::new())));
        };
        let bytes =
            settle(&partial, &self.file).map_err(|error| cannot_write(&self.file, &error))?;
        let written = Written { file: self.file, bytes, holdings };
        output.answer(&written, |written| {
            let holdings = &written.holdings;
            vec![format!(
                "{}: {} events, {} USD, {} bytes, checked",
                written.file.display(),
                holdings.events,
                holdings.cost_usd,
                written.bytes
            )]
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Copies and checks the copy, telling how far it has come.
async fn copy(database: &DatabaseFile, partial: &Path) -> Result<Holdings, CliError> {
    let mut progress = Progress::start("copying bytes", database.copy_size().await?);
    let copied = database.copy_to(partial);
    tokio::pin!(copied);
    let mut looks = tokio::time::interval(LOOK);
    loop {
        tokio::select! {
            done = &mut copied => break done?,
            _ = looks.tick() => {
                progress.reached(fs::metadata(partial).map_or(0, |metadata| metadata.len()));
            }
        }
    }
    progress.finish();
    Ok(DatabaseFile::at(partial).check().await?)
}

impl Restore {
    pub async fn run(self, common: &Common, output: &Output) -> Result<ExitCode, CliError> {
        let database = embedded(common, POSTGRES_RESTORE)?;
        if fs::metadata(beside(&self.file, "-wal")).is_ok_and(|wal| wal.len() > 0) {
            return Err(CliError::Told(format!(
                "{} has a write-ahead log beside it: it is a database in use and no copy of one; \
                 `llmobserve backup` makes a copy",
                self.file.display()
            )));
        }
        let expected = DatabaseFile::at(&self.file).check().await?;
        let hold = self.hold(&database).await?;
        let path = database.path();
        let arriving = beside(path, ".restoring");
        transfer(&self.file, &arriving).map_err(|error| cannot_write(&arriving, &error))?;
        let replaced = keep(path).map_err(|error| cannot_write(path, &error))?;
        settle(&arriving, path).map_err(|error| cannot_write(path, &error))?;
        drop(hold);
        common.store(OpenMode::Existing).await?.close().await;
        let holdings = database.count().await?;
        if (holdings.events, holdings.cost_usd) != (expected.events, expected.cost_usd) {
            let told = format!("restored {holdings:?}, and the copy holds {expected:?}");
            return Err(CliError::Told(told));
        }
        let restored = Restored { database: path.to_path_buf(), replaced, holdings };
        output.answer(&restored, Restored::lines)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Makes sure that nobody has the database open, and that nobody opens it.
    async fn hold(&self, database: &DatabaseFile) -> Result<Option<Hold>, CliError> {
        let path = database.path().display();
        if !database.path().exists() {
            return Ok(None);
        }
        match database.hold().await {
            Hold::Held => Err(CliError::Told(format!(
                "another process has {path} open: stop the collector first"
            ))),
            Hold::Unknown(why) if !self.force => Err(CliError::Told(format!(
                "it cannot be told whether another process has {path} open ({why}): make sure that \
                 the collector is stopped, and repeat with --force"
            ))),
            hold => Ok(Some(hold)),
        }
    }
}

impl Restored {
    fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!(
            "{}: {} events, {} USD",
            self.database.display(),
            self.holdings.events,
            self.holdings.cost_usd
        )];
        if let Some(replaced) = &self.replaced {
            lines.push(format!("the replaced database is {}", replaced.display()));
        }
        lines.push("`llmobserve verify` recomputes every total".to_owned());
        lines
    }
}

/// The database of this command, where it is a file.
fn embedded(common: &Common, otherwise: &str) -> Result<DatabaseFile, CliError> {
    let config = common.config()?;
    DatabaseFile::of_url(&config.database_url)?.ok_or_else(|| CliError::Told(otherwise.to_owned()))
}

/// The path with something after its name.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

fn remove(path: &Path) -> Result<(), CliError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(cannot_write(path, &error))
        }
        _ => Ok(()),
    }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> CliError {
    CliError::Told(format!("cannot write {}: {error}", path.display()))
}

/// Gives a finished file its name at once, on disk. Returns its size.
fn settle(from: &Path, to: &Path) -> std::io::Result<u64> {
    let file = File::open(from)?;
    file.sync_all()?;
    let size = file.metadata()?.len();
    fs::rename(from, to)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or_else(|| Path::new(".")))?.sync_all()?;
    Ok(size)
}

/// Copies a file into a new one that only its owner reads.
fn transfer(from: &Path, to: &Path) -> std::io::Result<()> {
    if to.exists() {
        fs::remove_file(to)?;
    }
    let mut source = File::open(from)?;
    let mut target = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    let mut progress = Progress::start("restoring bytes", source.metadata()?.len());
    let (mut chunk, mut copied) = (vec![0; CHUNK], 0);
    loop {
        let read = source.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        target.write_all(&chunk[..read])?;
        copied += read as u64;
        progress.reached(copied);
    }
    progress.finish();
    target.sync_all()
}

/// Gives the database that is there a second name, under which it stays. The first name is never
/// without a file, so that a collector that starts meanwhile does not begin a new one.
fn keep(path: &Path) -> std::io::Result<Option<PathBuf>> {
    if !path.exists() {
        return Ok(None);
    }
    let now = doors().clock.now().format("%Y%m%dT%H%M%S%3f");
    let kept = beside(path, &format!(".before-restore-{now}"));
    fs::hard_link(path, &kept)?;
    // A log belongs to the file that it was written for. There is one only where nobody could tell
    // whether the database was in use.
    for suffix in ["-wal", "-shm"] {
        let log = beside(path, suffix);
        if log.exists() {
            fs::rename(&log, beside(&kept, suffix))?;
        }
    }
    Ok(Some(kept))
}
