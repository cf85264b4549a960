import { isOpen, ownerOf, type Instance } from '../instance.ts'
import { seatsOf } from './seats.ts'

const NOBODY: readonly string[] = []

/** Whoever has, will have or may have again something to do with an approval that is under way; each once. */
export function concernedIn(instance: Instance): readonly string[] {
  // What another system carries on it alone hands over.
  if (instance.status !== 'PENDING' || instance.mirror) return NOBODY
  const { ccAtEnd, ccIfApproved = [], tasks, route } = instance
  const all = new Set([ownerOf(instance), ...ccAtEnd, ...ccIfApproved])
  for (const task of tasks) if (isOpen(task)) all.add(task.assignee)
  for (const node of route) {
    for (const userId of node.approvers) all.add(userId)
    for (const { person } of seatsOf(node)) all.add(person)
  }
  return [...all]
}

/** Whether a person is to be told how it ends. */
export const isToBeTold = ({ ccAtEnd, ccIfApproved = [] }: Instance, userId: string): boolean =>
  ccAtEnd.includes(userId) || ccIfApproved.includes(userId)

/** Whether something waits for this person still, or will: what nobody could take over. */
export function isAwaited(instance: Instance, userId: string): boolean {
  if (instance.status !== 'PENDING') return false
  return (
    instance.tasks.some((task) => isOpen(task) && task.assignee === userId) ||
    instance.route.some((node) => node.status === 'waiting' && node.approvers.includes(userId))
  )
}

/** Whether a hand-over of somebody who is gone would have anything to do. */
export function isLeftWith(instance: Instance, userId: string): boolean {
  if (instance.status !== 'PENDING') return false
  const isReplaced = Object.hasOwn(instance.replaced ?? {}, userId)
  return (
    isAwaited(instance, userId) ||
    ownerOf(instance) === userId ||
    isToBeTold(instance, userId) ||
    (!isReplaced && instance.route.some(({ approvers }) => approvers.includes(userId)))
  )
}
