import { testStreams } from "../testing.ts";
import { taxiFeed } from "./mod.ts";

testStreams(taxiFeed.streams);
