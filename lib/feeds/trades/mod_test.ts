import { testStreams } from "../testing.ts";
import { tradesFeed } from "./mod.ts";

testStreams(tradesFeed.streams);
