/** What the build found out about a package, for the browser: nothing there may compile or run code from text. */
export type Manifest = {
  /** Per file of templates and their scripts: SHA-256 of the very text that was compiled. */
  hashes: Readonly<Record<string, string>>
  /** Per script: the modules that it requires, resolved. */
  requires: Readonly<Record<string, readonly string[]>>
}

/** Functions of the template engine, by path without the extension. */
export type TemplateGroups = Readonly<Record<string, unknown>>
