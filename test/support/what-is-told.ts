import type { Box } from '../../shared/requests.ts'
import type { InstanceView, ListResponse } from '../../shared/responses.ts'
import { aFewAtATime } from './a-few-at-a-time.ts'
import type { Everyone } from './agreement.ts'
import type { Person } from './api.ts'
import type { Control, Lists, SandboxCard } from './control.ts'

const BOXES = ['started', 'todo', 'done', 'cc'] as const

type PersonsView = { userId: string; lists: Lists; boxes: Record<Box, ListResponse['items']> }

export type Told = { people: PersonsView[]; instances: InstanceView[]; cards: SandboxCard[] }

/** What Feishu shows these people, and what the server tells them. */
export async function gather(control: Control, everyone: Everyone): Promise<Told> {
  const asked = Object.entries(everyone).map(([userId, person]) => askBoth(control, userId, person))
  const [people, cards] = await Promise.all([Promise.all(asked), control.cards()])
  const readers = new Map(
    people.flatMap(({ userId, boxes }) =>
      Object.values(boxes).flatMap((items) => items.map(({ id }) => [id, everyone[userId]] as const)),
    ),
  )
  const instances: InstanceView[] = []
  await aFewAtATime(readers, async ([id, reader]) => {
    if (reader) instances.push((await reader.read(id)).body)
  })
  return {
    people,
    instances,
    cards: cards.filter(({ templateId }) => templateId === '1008'),
  }
}

async function askBoth(control: Control, userId: string, person: Person): Promise<PersonsView> {
  const boxes = BOXES.map(async (box) => [box, await allIn(person, box)] as const)
  const [lists, entries] = await Promise.all([control.lists(userId), Promise.all(boxes)])
  return { userId, lists, boxes: Object.fromEntries(entries) as PersonsView['boxes'] }
}

/** Also what the person put off: that is a matter of the pages, and Feishu goes on showing it. */
async function allIn(person: Person, box: Box) {
  const later = box === 'todo' ? await person.listAll(box, '&postponed=only') : []
  return [...(await person.listAll(box)), ...later]
}
