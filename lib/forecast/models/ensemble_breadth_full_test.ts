import { SHORT_SERIES, testBreadth } from "./ensemble_breadth_testing.ts";

testBreadth(SHORT_SERIES);
