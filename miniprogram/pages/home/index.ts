import { homePage } from '../../features/home/home-page.ts'

Page(homePage('phone'))
