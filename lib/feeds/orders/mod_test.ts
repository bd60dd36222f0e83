import { testStreams } from "../testing.ts";
import { ordersFeed } from "./mod.ts";

testStreams(ordersFeed.streams);
