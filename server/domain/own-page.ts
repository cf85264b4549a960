/** A page of the system that carries an approval on: what is opened in place of ours. */
export type OwnPage = { pc: string; mobile: string }
