pub fn seal() {}
