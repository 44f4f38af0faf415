use openssl::hash::{hash, MessageDigest};

/// Returns the SHA-256 of a message as OpenSSL computes it.
pub fn seal(message: &str) -> String {
    let digest = hash(MessageDigest::sha256(), message.as_bytes()).expect("a digest");
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn version() -> &'static str {
    openssl::version::version()
}
