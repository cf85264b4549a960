import { ok, Refusal, type Answer } from '../platform/answer.ts'
import type { WireRequest } from '../platform/route.ts'
import type { Department } from '../store/records.ts'
import type { World } from '../world.ts'
import { inRange, toDepartment, toUser } from './contacts.ts'
import { findDepartment, readDepartmentIdType } from './lookup.ts'

const BAD = 40001
const MOST_A_PAGE = 50

/** 获取子部门列表: with `fetch_child` all that lie below. The root only with everybody in the contact range. */
export function listChildren(world: World, request: WireRequest): Answer {
  const parent = departmentOf(world, request, request.params['department_id'] ?? '')
  const fetchChild = request.query.get('fetch_child') ?? 'false'
  if (fetchChild !== 'true' && fetchChild !== 'false') throw new Refusal(BAD, 'fetch_child: true or false')
  const all = [...world.state.departments.values()].filter(({ departmentId }) => departmentId !== '0')
  const isBelow = ({ parentId }: Department): boolean => {
    if (parentId === parent.departmentId) return true
    const above = fetchChild === 'true' ? world.state.departments.get(parentId) : undefined
    return above !== undefined && above.departmentId !== '0' && isBelow(above)
  }
  return paged(request, all.filter(isBelow), (one) => toDepartment(world, one, request.query))
}

/** 获取部门直属用户列表: those right in the department. */
export function listMembers(world: World, request: WireRequest): Answer {
  const department = departmentOf(world, request, request.query.get('department_id') ?? '')
  const members = [...world.state.people.values()].filter(
    (person) =>
      person.departmentIds.includes(department.departmentId) && !person.resigned && inRange(world, person),
  )
  return paged(request, members, (one) => toUser(world, one, request.query))
}

function departmentOf(world: World, { query }: WireRequest, id: string): Department {
  if (id === '') throw new Refusal(BAD, 'department_id is required')
  const department = findDepartment(world.state, id, readDepartmentIdType(query, BAD))
  if (!department) throw new Refusal(40015, 'department not exist')
  if (world.settings().contactRange !== 'all')
    throw new Refusal(40004, 'no dept authority error', { status: 403 })
  return department
}

function paged<T>(request: WireRequest, all: readonly T[], toItem: (one: T) => object): Answer {
  const size = Number(request.query.get('page_size') ?? 10)
  if (!Number.isInteger(size) || size < 1 || size > MOST_A_PAGE)
    throw new Refusal(40011, 'page size is invalid error')
  const token = request.query.get('page_token') ?? ''
  const from = token === '' ? 0 : Number(/^after-(\d+)$/.exec(token)?.[1] ?? Number.NaN)
  if (Number.isNaN(from)) throw new Refusal(BAD, 'page_token is none that was given out')
  const to = from + size
  const hasMore = to < all.length
  return ok({
    items: all.slice(from, to).map(toItem),
    has_more: hasMore,
    ...(hasMore && { page_token: `after-${to}` }),
  })
}
