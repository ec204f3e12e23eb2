//! The objects of a JSON array, one after the other: an export may be larger than memory.
//!
//! Only brackets and texts are told apart here; what an object holds is read later, and one that is
//! broken inside its brackets harms no other.

use std::io::BufRead;

/// See the module.
#[derive(Debug)]
pub struct Elements<R> {
    input: R,
    longest: usize,
    line: u64,
    reached: u64,
}

/// One object.
#[derive(Debug)]
pub struct Element {
    /// The line that it begins in.
    pub line: u64,
    /// Its text; `None` when it is too long to be kept.
    pub text: Option<Vec<u8>>,
}

/// An object while its bytes pass.
#[derive(Debug, Default)]
struct Open {
    text: Vec<u8>,
    length: usize,
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Open {
    /// True when this byte ends the object.
    fn push(&mut self, byte: u8, longest: usize) -> bool {
        self.length += 1;
        if self.length <= longest {
            self.text.push(byte);
        }
        if self.in_text {
            self.in_text = self.escaped || byte != b'"';
            self.escaped = byte == b'\\' && !self.escaped;
            return false;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.depth == 0
    }
}

impl<R: BufRead> Elements<R> {
    /// The elements of an array of which nothing was read yet.
    pub fn new(input: R, longest: usize) -> Self {
        Self { input, longest, line: 1, reached: 0 }
    }

    /// Bytes read.
    pub fn reached(&self) -> u64 {
        self.reached
    }

    /// The next object. What stands between two objects must be commas and white space.
    pub fn next(&mut self) -> Result<Option<Element>, String> {
        let Some(line) = self.seek()? else { return Ok(None) };
        let mut open = Open::default();
        while let Some(byte) = self.byte()? {
            if open.push(byte, self.longest) {
                let text = (open.length <= self.longest).then_some(open.text);
                return Ok(Some(Element { line, text }));
            }
        }
        Err(format!("the file ends inside the object that begins in line {line}"))
    }

    /// Goes to the next `{` and leaves it to be read. `None` at the end.
    fn seek(&mut self) -> Result<Option<u64>, String> {
        loop {
            match self.peek()? {
                None => return Ok(None),
                Some(b'{') => return Ok(Some(self.line)),
                Some(byte) if byte.is_ascii_whitespace() || matches!(byte, b'[' | b',' | b']') => {
                    self.byte()?;
                }
                Some(_) => {
                    return Err(format!("line {}: expected an array of JSON objects", self.line));
                }
            }
        }
    }

    fn peek(&mut self) -> Result<Option<u8>, String> {
        let line = self.line;
        let buffer = self.input.fill_buf();
        buffer
            .map(|buffer| buffer.first().copied())
            .map_err(|error| format!("line {line} cannot be read: {error}"))
    }

    fn byte(&mut self) -> Result<Option<u8>, String> {
        let Some(byte) = self.peek()? else { return Ok(None) };
        self.input.consume(1);
        self.reached += 1;
        self.line += u64::from(byte == b'\n');
        Ok(Some(byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_told_apart_by_their_brackets_alone() {
        let text = "[\n {\"a\": \"}\\\"]\", \"b\": [{}]},\n\n{\"c\":\n1},{\"d\" oops}]\n";
        let mut elements = Elements::new(text.as_bytes(), 100);
        let mut found = Vec::new();
        while let Some(element) = elements.next().unwrap() {
            found.push((element.line, String::from_utf8(element.text.unwrap()).unwrap()));
        }
        let expected =
            [(2, "{\"a\": \"}\\\"]\", \"b\": [{}]}"), (4, "{\"c\":\n1}"), (5, "{\"d\" oops}")];
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
        assert_eq!(elements.reached(), text.len() as u64);
    }

    #[test]
    fn what_is_no_array_of_objects_says_where() {
        let told = |text: &str, longest| {
            let mut elements = Elements::new(text.as_bytes(), longest);
            loop {
                match elements.next() {
                    Ok(Some(element)) if element.text.is_none() => return "too long".to_owned(),
                    Ok(Some(_)) => {}
                    Ok(None) => return "end".to_owned(),
                    Err(told) => return told,
                }
            }
        };
        assert_eq!(told("[{},\n1]", 10), "line 2: expected an array of JSON objects");
        assert!(told("[{\"a\":", 10).contains("ends inside"));
        assert_eq!(told("[{\"a\":12345678}]", 10), "too long");
        assert_eq!(told("[]", 10), "end");
    }
}
