import type { DepartmentNamesResponse } from '../../shared/responses.ts'
import type { UseCaseContext } from './context.ts'
import { createDirectory } from './directory.ts'

/**
 * The names of departments that somebody picked: the client's picker gives ids alone (chooseContact, 输出). Ids that
 * contacts do not know, or not for this app, are left out. Throws `feishu_unavailable`.
 */
export async function nameDepartments(
  { people }: Pick<UseCaseContext, 'people'>,
  ids: readonly string[],
): Promise<DepartmentNamesResponse> {
  const { department } = createDirectory(people)
  const found = await Promise.all(ids.map((id) => department(id)))
  return {
    items: found.flatMap((one) =>
      one === undefined ? [] : [{ openDepartmentId: one.openDepartmentId, name: one.name }],
    ),
  }
}
