import { listOf } from '../../shared/form/leaves.ts'
import type { ChosenOptions, Instance, LinkedApprovals, People, RouteNode, Task } from './instance.ts'

export type ListedTask = Omit<Task, 'reason' | 'attachments'>

/** What lists show of an instance, and nothing of what grows with what people say, decide and attach. */
type Left = 'route' | 'tasks' | 'commentCount' | 'files' | 'ccAtEnd' | 'replaced'
export type Listed = Omit<Instance, Left> & {
  route: readonly Pick<RouteNode, 'id' | 'reason' | 'asksFiles'>[]
  tasks: readonly ListedTask[]
}

export function toListed(instance: Instance): Listed {
  const { commentCount, files, ccAtEnd, replaced, chosen, linked, ...shown } = instance
  return {
    ...shown,
    people: peopleShown(instance),
    ...(chosen && { chosen: optionsShown(chosen) }),
    ...(linked && { linked: linkedShown(linked, instance.form) }),
    route: instance.route.map(({ id, reason, asksFiles }) => ({
      id,
      reason,
      ...(asksFiles && { asksFiles }),
    })),
    tasks: instance.tasks.map(toListedTask),
  }
}

function toListedTask({ reason, attachments, ...task }: Task): ListedTask {
  return task
}

/** Of all who are known, those whose names a list can show: the initiator, principals, and whom the form names. */
function peopleShown({ people, initiator, tasks, form }: Instance): People {
  const shown = new Set([
    initiator.userId,
    ...tasks.flatMap(({ consignedBy }) => consignedBy ?? []),
    ...idsIn(form),
  ])
  return Object.fromEntries(Object.entries(people).filter(([userId]) => shown.has(userId)))
}

/** Of tables lists show nothing but how many rows they have. */
const optionsShown = (chosen: ChosenOptions): ChosenOptions =>
  Object.fromEntries(Object.entries(chosen).filter(([place]) => !place.includes('.')))

const linkedShown = (linked: LinkedApprovals, form: Instance['form']): LinkedApprovals => {
  const shown = new Set(idsIn(form))
  return Object.fromEntries(Object.entries(linked).filter(([id]) => shown.has(id)))
}

/** Those that stand in fields of their own. */
const idsIn = (form: Instance['form']): string[] => Object.values(form).flatMap((value) => listOf(value))
