import type { Instance } from '../../domain/instance.ts'
import type { Effect, InstanceRecord } from '../../domain/outbox/record.ts'
import { groupEntries, type OlderEntry } from './older-history.ts'

type OlderMessage = Omit<NonNullable<Effect['message']>, 'act'> & { entry: number }
type OlderRecord = Omit<InstanceRecord, 'history' | 'instance' | 'effects'> & {
  instance: Instance & { comments?: readonly unknown[] }
  history: readonly OlderEntry[]
  effects: readonly (Omit<Effect, 'message'> & { message?: OlderMessage })[]
}

/** A record of schema 1 or 2 as one of schema 3: entries become acts, and comments are acts alone. */
export function upgradeRecord(older: unknown): Omit<InstanceRecord, 'schema'> {
  const { instance: state, history: entries, effects, ...rest } = older as OlderRecord
  const { comments, ...instance } = state
  const { history, placeOf } = groupEntries(entries, instance)
  return {
    ...rest,
    instance: comments ? { ...instance, commentCount: comments.length } : instance,
    history,
    effects: effects.map(({ message, ...effect }) => {
      if (!message) return effect
      const { entry, ...told } = message
      return { ...effect, message: { ...told, act: placeOf[entry] ?? 0 } }
    }),
  }
}
