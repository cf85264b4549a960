import { listPage } from '../../../features/list/list-page.ts'

Page(listPage('pc'))
