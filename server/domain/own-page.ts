/**
 * A page of the system that carries an approval on: what is opened in place of ours. `display`: how lists open it, in
 * Feishu's words; absent, as they open ours.
 */
export type OwnPage = {
  pc: string
  mobile: string
  display?: 'BROWSER' | 'SIDEBAR' | 'NORMAL' | undefined
}
