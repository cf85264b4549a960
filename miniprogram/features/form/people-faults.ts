import { own } from '../../../shared/own.ts'
import type { Say } from '../../view/words.ts'
import type { FormState } from './form-state.ts'
import { isSkipped } from '../../view/node-item.ts'

const NODE = 'approvers.'

/** What the server refuses of people as a whole, and not of a field of the form. */
export const OF_PEOPLE: readonly string[] = ['approvers', 'managers', 'cc']

const isOfPeople = (name: string): boolean => OF_PEOPLE.includes(name) || name.startsWith(NODE)

/** The name under which the server refuses those who were chosen for a node. */
export const ofNode = (nodeId: string): string => NODE + nodeId

type Refused = Pick<FormState, 'refused' | 'definition' | 'again' | 'preview'>

/**
 * What was refused of people, beside the part of the page where they stand: who approves, and who is told. What a
 * node asks for stands at the node while the page lets somebody be chosen there. What came back has no part for cc.
 */
export function peopleFaults({ refused, definition, again, preview }: Refused, say: Say) {
  const cc = own(refused, 'cc') ?? ''
  const asking = (preview?.nodes ?? []).filter(
    (node) => !isSkipped(node) && definition.choices.some(({ nodeId }) => nodeId === node.id),
  )
  const isAtNode = (name: string): boolean => asking.some(({ id }) => ofNode(id) === name)
  const [route = ''] = Object.entries(refused).flatMap(([name, text]) =>
    isOfPeople(name) && name !== 'cc' && !isAtNode(name)
      ? [name === 'managers' ? say('nobodyApproves') : text]
      : [],
  )
  return again ? { routeFault: route || cc, ccFault: '' } : { routeFault: route, ccFault: cc }
}

/** What is left of it after an edit: who approves as a whole may be another matter then. */
export const withoutPeople = (refused: FormState['refused'], key: string | undefined): FormState['refused'] =>
  Object.fromEntries(
    Object.entries(refused).filter(([name]) => name !== key && name !== 'approvers' && name !== 'managers'),
  )
