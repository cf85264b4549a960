import { own } from '../../../shared/own.ts'
import type { FormInputs } from './form-input.ts'

export type Named = { id: string; name: string }

/** A file of the form: uploaded, so that its id can be sent, and the name it had. */
export type DraftFile = { id: string; name: string }

/** All that a person has put into a form. `key` names the submission: repeated, it is the same instance. */
export type Draft = FormInputs & {
  key: string
  /** Of people, departments and approvals by their ids, of options by `optionName`. */
  names: Record<string, string>
  files: Record<string, DraftFile>
  approvers: Record<string, Named[]>
  cc: Named[]
}

type Store = {
  read: (key: string) => unknown
  write: (key: string, value: unknown) => void
  remove: (key: string) => void
}

export type Drafts = ReturnType<typeof createDrafts>

/**
 * The draft of one person on this device; `of` names a definition, or the step at which something came back. An
 * open_id is that of one person in one app: two tenants may give two people the same user_id.
 */
export function createDrafts(store: Store, openId: string, of: string) {
  const place = `draft:${openId}:${of}`
  return {
    read: (): Partial<Draft> | undefined => {
      const stored = store.read(place)
      return isDraft(stored) ? stored : undefined
    },
    /** A full or broken store must not stop anybody from typing. */
    write: (draft: Draft): boolean => {
      try {
        store.write(place, draft)
        return true
      } catch {
        return false
      }
    },
    clear: (): void => {
      try {
        store.remove(place)
      } catch {
        // What cannot be removed is older than the next draft and gives way to it.
      }
    },
  }
}

function isDraft(stored: unknown): stored is Partial<Draft> {
  return typeof stored === 'object' && stored !== null && 'inputs' in stored && 'key' in stored
}

/** Options of two systems may have one id, so they are known by the place of their field as well: `items.account`. */
export const optionName = (place: string, id: string): string => `${place} ${id}`

export const nameAt = (names: Draft['names'], place: string, id: string): string | undefined =>
  own(names, optionName(place, id)) ?? own(names, id)

export function emptyDraft(key: string): Draft {
  return { key, inputs: {}, tables: {}, names: {}, files: {}, approvers: {}, cc: [] }
}

/** A name for one submission that no other one has. */
export function newKey(now: number, chance: () => number): string {
  const part = (): string => Math.floor(chance() * 0x1_0000_0000).toString(16)
  return `${now.toString(36)}-${part()}${part()}${part()}`
}
