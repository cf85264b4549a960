import type { Finding } from '../../shared/operator-api.ts'
import { ok, skipped } from './findings.ts'
import type { PeopleSeen } from '../usecases/watch-people.ts'

export type PeopleDeps = {
  /** Asks contacts about everybody who has something open here. Undefined: nobody can tell who that is. */
  findPeople: (() => Promise<PeopleSeen>) | undefined
}

const NAME = 'people with something open'

/** Whether those whom an open approval, a delegation or a session concerns are still there. */
export async function examinePeople({ findPeople }: PeopleDeps): Promise<Finding[]> {
  if (!findPeople) return [skipped(NAME, 'only whoever has the store can tell')]
  try {
    return findingsOf(await findPeople())
  } catch (error) {
    return [skipped(NAME, error instanceof Error ? error.message : String(error))]
  }
}

function findingsOf({ asked, gone, renamed, hidden, isDoubtful }: PeopleSeen): Finding[] {
  const warning = (says: string, remedy: string): Finding => ({ name: NAME, state: 'warning', says, remedy })
  if (isDoubtful) {
    const says = `${gone.length} of ${asked} are unknown to contacts: nothing is done for them`
    return [
      warning(says, 'See that FEISHU_APP_ID is the app of this data folder, and look at its contact range.'),
    ]
  }
  const found = [
    ...gone.map(({ userId }) =>
      warning(`${userId} has left or is suspended, and still has something open`, HAND_OVER),
    ),
    ...renamed.map(({ from, to }) =>
      warning(
        `${from} is ${to} by now`,
        'The server follows within a day; definition files have to name the new user_id.',
      ),
    ),
    ...hidden.map(({ userId }) =>
      warning(
        `${userId} is outside the app’s contact range`,
        'Widen the contact range, and publish a version of the app.',
      ),
    ),
  ]
  return found.length > 0 ? found : [ok(NAME, `all ${asked} are there`)]
}

const HAND_OVER =
  'The server hands it over within a day; people hand-over does it now, and to whom you say. See the log for approvals that nobody could take.'
