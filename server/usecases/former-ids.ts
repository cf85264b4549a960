import type { PeoplePort } from '../feishu/port.ts'
import type { Identities } from './identities.ts'

/** Contacts that find somebody by a user_id of before too, where nobody else has it now. */
export function withFormerIds(
  people: PeoplePort,
  { presentIdOf }: Pick<Identities, 'presentIdOf'>,
): PeoplePort {
  return {
    ...people,
    async person(id) {
      const answer = await people.person(id)
      const now = presentIdOf(id)
      return answer.ok && !answer.value && now !== id ? people.person(now) : answer
    },
  }
}
