import type { Person } from '../store/records.ts'
import type { World } from '../world.ts'

export const toPersonView = (world: World, person: Person) => ({
  userId: person.userId,
  openId: person.openId,
  unionId: person.unionId,
  name: person.name,
  enName: person.enName,
  departmentIds: person.departmentIds,
  openDepartmentIds: person.departmentIds.map(
    (id) => world.state.departments.get(id)?.openDepartmentId ?? id,
  ),
  leaderUserId: person.leaderUserId,
  resigned: person.resigned,
  frozen: person.frozen === true,
  external: person.external === true,
})
