import type { InstanceRecord } from '../../server/domain/outbox/record.ts'

/** A record that was only begun, as it was written when a history was one of events, with that schema. */
export const asOlder = ({ history, ...record }: InstanceRecord, schema = 1): object => ({
  ...record,
  schema,
  history: history.flatMap(({ at, by, via, known: people, events }) =>
    events.map((event, place) =>
      place === 0 ? { at, by, via, event: { ...event, people } } : { at, by: null, via: 'system', event },
    ),
  ),
})
