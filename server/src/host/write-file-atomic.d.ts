/** The part of `write-file-atomic` that we use; the package carries no types. */
declare module 'write-file-atomic' {
  interface WriteFileAtomic {
    sync(path: string, content: string | Buffer): void;
  }
  const writeFileAtomic: WriteFileAtomic;
  export default writeFileAtomic;
}
