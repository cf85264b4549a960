import type { DepartmentNamesResponse } from '../../shared/responses.ts'
import type { UseCaseContext } from './context.ts'
import { AT_ONCE, createDirectory } from './directory.ts'

/**
 * The names of departments that somebody picked: the client's picker gives ids alone (chooseContact, 输出). Ids that
 * contacts do not know, or not for this app, are left out. Throws `feishu_unavailable`.
 */
export async function nameDepartments(
  { people }: Pick<UseCaseContext, 'people'>,
  ids: readonly string[],
): Promise<DepartmentNamesResponse> {
  const { department } = createDirectory(people)
  const items: DepartmentNamesResponse['items'] = []
  // As with people: ids out of thin air must not fill the queue before Feishu.
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const found = await Promise.all(ids.slice(from, from + AT_ONCE).map((id) => department(id)))
    for (const one of found) if (one) items.push({ openDepartmentId: one.openDepartmentId, name: one.name })
  }
  return { items }
}
