//! The real program in a process of its own, for what only a process can show.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};

use super::{Client, Database};

const PROGRAM: &str = env!("CARGO_BIN_EXE_llmobserve");

/// A running server; it is killed when it is dropped.
pub struct Program {
    child: Child,
    address: SocketAddr,
}

impl Program {
    /// The program with arguments, on a database.
    pub fn command(database: &Database, arguments: &[&str]) -> Command {
        Self::at(database.url(), arguments)
    }

    /// The same at a URL.
    pub fn at(url: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).args(["--database-url", url]);
        command.stdin(Stdio::null()).env("LLMOBSERVE_LOG_LEVEL", "warn");
        command
    }

    /// Starts a server on a free port and waits until it says where it listens.
    pub fn serve(database: &Database, arguments: &[&str]) -> Self {
        let mut command = Self::command(database, &["serve", "--port", "0", "--json"]);
        command.args(arguments);
        Self::start(command)
    }

    /// The same with everything that it logs, as JSON, in a file.
    pub fn logging(database: &Database, arguments: &[&str], log: File) -> Self {
        let mut command = Self::command(database, &["serve", "--port", "0", "--json"]);
        command.args(arguments).stderr(log);
        command.env("LLMOBSERVE_LOG_LEVEL", "info").env("LLMOBSERVE_LOG_FORMAT", "json");
        Self::start(command)
    }

    /// Starts a command that serves.
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut addresses = lines.filter_map(|line| {
            let line = line.unwrap();
            let (_, address) = line.split_once("http://")?;
            address.trim_end_matches(['"', ',']).parse().ok()
        });
        let address = addresses.next().expect("the server says where it listens");
        Self { child, address }
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// A caller without credential.
    pub fn client(&self) -> Client {
        Client::new(self.address, None)
    }

    /// A caller with a bearer token.
    pub fn with_token(&self, token: &str) -> Client {
        Client::new(self.address, Some(token.to_owned()))
    }

    /// The most memory that the process ever held, in MB.
    pub fn peak_memory_mb(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1_024
    }

    /// Asks it to end, and waits until it did.
    pub fn terminate(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").arg(id).status().unwrap().success());
        self.child.wait().unwrap()
    }

    /// Ends it at once, as a crash does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Does nothing to a process that has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
