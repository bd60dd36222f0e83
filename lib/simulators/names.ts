/** Our own word lists, from which simulators make names. */
const words = (text: string): string[] => text.trim().split(/\s+/);

export const ADJECTIVES = words(`
  amber brisk calm copper crisp dapper dusty eager early fabled faint fleet foggy frosty gentle gilded
  glassy golden hazel hidden humble hushed indigo ivory jolly keen lanky late lively lofty loyal lucky
  lunar marbled mellow merry misty mossy nimble noble opal pale patient pearly plucky polar proud quaint
  quick quiet rapid rosy rustic sandy scarlet silent silver sleepy slender smoky snowy solar speckled
  spry stormy sturdy subtle sunny swift tawny tidy timid velvet vivid wandering warm whispering wild wily
`);

export const NOUNS = words(`
  acorn alder anchor badger beacon beetle birch bison bramble breeze brook canyon cedar cinder clover
  comet condor coral cove crane cricket delta dune ember falcon fern finch fjord fox gale geyser glade
  gull harbor hare hawk heron hollow ibex iris island jackdaw juniper kestrel lagoon lantern lark lynx
  magpie maple marlin marsh meadow minnow moth newt oak orchid osprey otter owl pebble pike pine plover
  puffin quail quarry raven reef ridge robin rowan sable salmon sparrow spruce stoat swan tarn teal
  thistle thrush tundra turtle vale vole walnut willow wren yarrow
`);

export const THINGS = words(`
  api archive atlas backup blog bot bridge browser builder cache calendar charts chat client clock
  compiler config console crawler dashboard docs dotfiles editor engine exporter forms gallery game
  gateway generator graph homework importer index inventory journal kit labs ledger library linter
  loader logger mailer maps metrics mirror monitor notes notebook parser pipeline planner player plugin
  podcast proxy queue reader recipes renderer router runner scheduler schema scripts search server
  shell site solver sync templates themes timer tools tracker tutorial viewer wallet weather website
  widgets worker
`);

export const FIRST_NAMES = words(`
  Ada Amir Anouk Arlo Bela Bianca Bram Carys Cleo Dario Delia Edda Elio Esme Farid Fenna Gita Goran
  Hana Hugo Ilse Imran Ines Jonas Juno Kaia Kofi Lena Lior Maren Milo Nadia Nils Odile Omar Petra Quinn
  Rafa Rhea Samir Selma Tariq Tilda Ugo Vera Wanda Xenia Yara Yusuf Zora
`);

export const LAST_NAMES = words(`
  Alderwick Ambersley Barrowby Birchall Bramwell Brookvale Calloway Cinderford Copperfield Dunmarsh
  Elmhurst Fairbrook Fennimore Fernsby Glenholt Greystone Hartsfield Hazelden Hollowell Ingleby
  Jessamy Kestrel Lakewood Larkspur Marlowe Meadowcroft Nettlefold Northgate Oakenfeld Penhallow
  Quillfeather Ravenscroft Redfern Rowanwood Sandiford Silverton Stonebridge Thistlewood Underhill
  Vandermere Whitlock Windermoor Wolfsbane Wrenfield Yarrowby
`);
