/** Hands a file to the browser's downloads. */
export function saveFile(parts: readonly BlobPart[], name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by the next task in every browser; the address may then be given back.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
