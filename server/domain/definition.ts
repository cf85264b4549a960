import type { Definition } from '../../shared/definition.ts'

/** What another system says besides of a kind of its approvals, to be told to Feishu. */
export type SourceEntry = {
  /** What it calls the kind. */
  ownCode: string
  /** Where one is started; null: not there. */
  create: { pc: string | null; mobile: string | null }
  /** Where its approvals are shown. */
  supports: { pc: boolean; mobile: boolean }
  /** Several may be decided at once. */
  inBatches: boolean
}

/** A definition as one version of its file gave it, and what Feishu knows of it. */
export type DefinitionRecord = {
  code: string
  /** Counts the versions of the file, from 1. A running instance keeps the one it started with. */
  version: number
  definition: Definition
  /** The code that Feishu returned; null until it has taken the definition. The same for every version. */
  approvalCode: string | null
  /** Of the payload that Feishu took last; null when it has not taken this version. */
  appliedHash: string | null
  /** Feishu was asked to create it, and whether it did is not known. */
  creationUnclear?: boolean
  state: 'live' | 'retired'
  savedAt: number
  /** The system that carries its approvals on; absent: they are ours, and a file defines them. */
  source?: string | undefined
  entry?: SourceEntry | undefined
}
