import { expect, it } from 'vitest'
import { createPlatformRouter } from '../../sandbox/platform/platform-app.ts'
import { renderRoutes } from '../../sandbox/platform/routes-table.ts'
import { REGISTRATION_PATHS } from '../../sandbox/app/registration-pages.ts'
import { APPLINK_PATHS } from '../../sandbox/platform/applinks.ts'
import { AUTHORIZE_PATH } from '../../sandbox/platform/authorize.ts'
import { ROUTES } from '../../sandbox/platform/routes.ts'
import { openSandbox } from '../../sandbox/sandbox.ts'

it('lists every route with its state of support in ROUTES.md', async () => {
  await expect(renderRoutes()).toMatchFileSnapshot('../../sandbox/ROUTES.md')
})

it('answers exactly the routes of the table, the applinks, registration and the login page', async () => {
  const sandbox = await openSandbox()
  const router = createPlatformRouter(sandbox.world, () => sandbox.controlUrl)
  const served = router.stack.flatMap((layer) =>
    layer.methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${String(layer.path)}`),
  )
  await sandbox.close()

  const listed = [
    ...ROUTES.map(({ method, path }) => `${method} ${path}`),
    ...[...APPLINK_PATHS, AUTHORIZE_PATH].map((path) => `GET ${path}`),
    ...REGISTRATION_PATHS,
  ]
  expect(served.sort()).toEqual(listed.sort())
})
