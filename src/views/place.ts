/** File and line as a table or tooltip shows them: the last two parts of the path. */
export function shortPlace(file: string, line: number): string {
  const short = file.split('/').slice(-2).join('/');
  return line > 0 ? `${short}:${line}` : short;
}
